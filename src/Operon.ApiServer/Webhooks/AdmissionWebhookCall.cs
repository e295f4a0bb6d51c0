using System.Text.Json.Nodes;
using Operon.ApiServer.Resources;

namespace Operon.ApiServer.Webhooks;

/// <summary>A webhook that is to be called, the version it gets the objects in, and the <c>request</c> of its AdmissionReview.</summary>
internal sealed record AdmissionWebhookCall(AdmissionWebhook Webhook, ServedResource Version, JsonObject Review);
