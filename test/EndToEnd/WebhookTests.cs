using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EndToEnd.Clusters;

namespace EndToEnd;

/// <summary>A webhook that runs in a pod behind a Service, as operators install theirs.</summary>
[Collection(nameof(EtcdOperatorCollection))]
public sealed class WebhookTests(EtcdOperatorCluster shared)
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import http.server, json, ssl

        class Review(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                request = review.pop("request")
                allowed = request["object"].get("data", {}).get("colour") != "red"
                review["response"] = {"uid": request["uid"], "allowed": allowed, "status": {"code": 403, "message": "red is taken"}}
                answer = json.dumps(review).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        server = http.server.ThreadingHTTPServer(("", 9443), Review)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("/tls/tls.crt", "/tls/tls.key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()
        """;

    [Fact]
    public async Task A_webhook_in_a_pod_is_called_through_its_service()
    {
        Assert.SkipUnless(File.Exists(Python), $"this machine has no {Python}");
        var cluster = shared.Cluster;
        var name = $"webhook-{Guid.NewGuid():N}"[..16];
        var (certificate, key) = Certificate($"hook.{name}.svc");
        await cluster.ApplyAsync(Manifest(name, certificate, key));
        await cluster.KubectlAsync("rollout", "status", "deployment/hook", "-n", name, "--timeout=120s");
        try
        {
            await cluster.ApplyAsync(Configuration(name, certificate));
            await Eventually.TrueAsync("the webhook lets blue pass", async () =>
                (await cluster.TryKubectlAsync(["create", "configmap", "blue", "-n", name, "--from-literal=colour=blue"])).ExitCode == 0);

            var red = await cluster.TryKubectlAsync(["create", "configmap", "red", "-n", name, "--from-literal=colour=red"]);

            Assert.NotEqual(0, red.ExitCode);
            Assert.Contains("admission webhook \"maps.e2e.example.com\" denied the request: red is taken", red.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await cluster.KubectlAsync("delete", "validatingwebhookconfiguration", name);
            await cluster.TryKubectlAsync(["delete", "namespace", name, "--wait=false"]);
        }
    }

    private static string Manifest(string name, string certificate, string key) => $$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{name}}, labels: {judged: "{{name}}"} }
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: tls, namespace: {{name}}}
        type: kubernetes.io/tls
        data: {tls.crt: {{Base64(certificate)}}, tls.key: {{Base64(key)}} }
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: program, namespace: {{name}}}
        binaryData: {review.py: {{Base64(Script)}} }
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: hook, namespace: {{name}}}
        spec:
          selector: {app: hook}
          ports: [{name: https, port: 443, targetPort: review}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: hook, namespace: {{name}}}
        spec:
          selector: {matchLabels: {app: hook} }
          template:
            metadata: {labels: {app: hook} }
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: debian:12
                command: [{{Python}}, /program/review.py]
                ports: [{name: review, containerPort: 9443}]
                readinessProbe: {tcpSocket: {port: review}, periodSeconds: 1 }
                volumeMounts: [{name: tls, mountPath: /tls}, {name: program, mountPath: /program}]
              volumes:
              - {name: tls, secret: {secretName: tls} }
              - {name: program, configMap: {name: program} }
        """;

    private static string Configuration(string name, string certificate) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: {{name}}}
        webhooks:
        - name: maps.e2e.example.com
          sideEffects: None
          admissionReviewVersions: [v1]
          timeoutSeconds: 5
          clientConfig: {service: {name: hook, namespace: {{name}}, path: /review}, caBundle: {{Base64(certificate)}} }
          namespaceSelector: {matchLabels: {judged: "{{name}}"} }
          rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [configmaps]}]
        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static (string Certificate, string Key) Certificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
