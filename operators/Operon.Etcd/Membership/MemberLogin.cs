using Etcdserverpb;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Operon.Etcd.Membership;

/// <summary>
/// Gives every call the token of a user, on clusters that ask for one. A token belongs to one member and ends with its process or after five idle minutes,
/// so it is got when a call is refused for the want of it, and that call is made once more. Clusters without authentication cost nothing.
/// </summary>
internal sealed class MemberLogin(CallInvoker plain, TimeSpan time) : Interceptor
{
    private const string Header = "token";
    private readonly Auth.AuthClient _auth = new(plain);
    private volatile string? _token;

    /// <summary>Users to try, the operator's own first.</summary>
    public IReadOnlyList<MemberCredentials> Credentials { get; set; } = [];

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (Credentials.Count == 0)
        {
            return continuation(request, context);
        }

        return new AsyncUnaryCall<TResponse>(
            CallAsync(request, context, continuation), Task.FromResult(Metadata.Empty), () => Status.DefaultSuccess, () => Metadata.Empty, () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation) =>
        continuation(request, WithToken(context, _token));

    /// <summary>Gets a fresh token for streams, which cannot be repeated; without authentication there is nothing to get.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (Credentials.Count > 0)
        {
            _token = await TryLogInAsync(DateTime.UtcNow + time, cancellationToken);
        }
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        where TRequest : class
        where TResponse : class
    {
        var used = _token;
        try
        {
            return await continuation(request, WithToken(context, used));
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unauthenticated or StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.FailedPrecondition)
        {
            // Late 3.5 takes the name in the client certificate for the user and does not find it: a failed precondition.
            // Without a token etcd calls the user name empty, with an old one the token or its revision invalid.
            if (await TryLogInAsync(context.Options.Deadline ?? DateTime.UtcNow + time, context.Options.CancellationToken) is not { } token)
            {
                throw;
            }

            _token = token;
            return await continuation(request, WithToken(context, token));
        }
    }

    private async Task<string?> TryLogInAsync(DateTime deadline, CancellationToken cancellationToken)
    {
        foreach (var user in Credentials)
        {
            try
            {
                var answer = await _auth.AuthenticateAsync(
                    new AuthenticateRequest { Name = user.User, Password = user.Password }, new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
                return answer.Token;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition)
            {
                // A user or password etcd does not know; or authentication is off, and the call was refused for another reason.
                continue;
            }
        }

        return null;
    }

    private static ClientInterceptorContext<TRequest, TResponse> WithToken<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, string? token)
        where TRequest : class
        where TResponse : class
    {
        if (token is null)
        {
            return context;
        }

        var headers = new Metadata();
        foreach (var entry in context.Options.Headers ?? Metadata.Empty)
        {
            headers.Add(entry);
        }

        headers.Add(Header, token);
        return new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers));
    }
}
