using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Operon.Runtime;

/// <summary>Hands each request to the routes of the port it came in by.</summary>
internal sealed class EndpointApplication : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        var items = context.Features.Get<IConnectionItemsFeature>()!.Items;
        return ((Routes)items[Routes.Key]!).AnswerAsync(context);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
