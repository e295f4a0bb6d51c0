using System.Globalization;
using Operon.Kubernetes;

namespace Operon.Testing;

/// <summary>One request the API server got from a client under test.</summary>
public sealed class TestRequest
{
    private int _code;

    /// <summary>Its place in the order of arrival, from 1.</summary>
    public long Number { get; internal set; }

    /// <summary>Who asked; empty when the credentials were not valid.</summary>
    public required string User { get; init; }

    /// <summary>What for.</summary>
    public required Verb Verb { get; init; }

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    /// <summary>API version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Lower-case plural; empty for paths that are no resource, such as discovery.</summary>
    public string Resource { get; init; } = "";

    /// <summary>Subresource, such as <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Namespace; empty for all namespaces and for cluster-scoped resources.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Name of the object; empty for collections. A created object has the name the server gave it, once answered.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Path and query.</summary>
    public required string Path { get; init; }

    /// <summary>The write was asked not to be stored.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>HTTP status the server answered; 0 while there is no answer, and when the client never got one.</summary>
    public int Code
    {
        get => Volatile.Read(ref _code);
        internal set => Volatile.Write(ref _code, value);
    }

    /// <summary>The fault that hit the request; null for none.</summary>
    public string? Fault { get; internal set; }

    /// <summary>The request changes something when it succeeds.</summary>
    public bool IsWrite => (Verb & Verb.Writes) != 0 && !IsDryRun;

    /// <summary>The object, as far as the request names one.</summary>
    public ObjectKey Key => new(Namespace.Length == 0 ? null : Namespace, Name);

    internal string GroupResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <inheritdoc/>
    public override string ToString()
    {
        var what = Resource.Length == 0 ? Path : $"{GroupResource}{(Subresource.Length > 0 ? "/" + Subresource : "")} {Key}".TrimEnd();
        var code = Code == 0 ? "no answer" : Code.ToString(CultureInfo.InvariantCulture);
        return $"#{Number} {Verb} {what} by {User}: {code}{(Fault is null ? "" : $" [{Fault}]")}";
    }
}
