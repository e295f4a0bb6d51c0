using System.Text;
using k8s.Models;
using Operon.LocalCluster.Networking;

namespace Operon.LocalCluster.Pods;

/// <summary>The files a pod sees in /etc.</summary>
internal static class PodEtcFiles
{
    public static void Write(string directory, V1Pod pod, string podAddress)
    {
        Directory.CreateDirectory(directory);
        var host = PodHostName.Of(pod);
        WriteFile("hosts", Hosts(pod, host, podAddress));
        WriteFile("resolv.conf", ResolverConfiguration(pod));
        WriteFile("hostname", host.Short + "\n");
        WriteFile("passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        WriteFile("group", "root:x:0:\nnogroup:x:65534:\n");
        WriteFile("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n");

        void WriteFile(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);
    }

    public static string Hosts(V1Pod pod, PodHostName host, string podAddress)
    {
        var text = new StringBuilder("# Managed by the node agent.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
        text.Append(podAddress).Append('\t').Append(host.Full is null || host.Full == host.Short ? host.Short : $"{host.Full}\t{host.Short}").Append('\n');
        foreach (var alias in pod.Spec.HostAliases ?? [])
        {
            text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames ?? []).Append('\n');
        }

        return text.ToString();
    }

    public static string ResolverConfiguration(V1Pod pod)
    {
        var usesClusterDns = pod.Spec.DnsPolicy is null or "ClusterFirst" or "ClusterFirstWithHostNet" or "Default";
        List<string> servers = usesClusterDns ? [ClusterAddresses.Dns.ToString()] : [];
        List<string> searches = usesClusterDns
            ? [$"{pod.Metadata.NamespaceProperty}.svc.{ClusterAddresses.Domain}", $"svc.{ClusterAddresses.Domain}", ClusterAddresses.Domain]
            : [];
        var options = usesClusterDns ? new Dictionary<string, string?> { ["ndots"] = "5" } : [];
        servers.AddRange(pod.Spec.DnsConfig?.Nameservers ?? []);
        searches.AddRange(pod.Spec.DnsConfig?.Searches ?? []);
        foreach (var option in pod.Spec.DnsConfig?.Options ?? [])
        {
            options[option.Name] = option.Value;
        }

        var text = new StringBuilder();
        if (searches.Count > 0)
        {
            text.Append("search ").AppendJoin(' ', searches.Distinct()).Append('\n');
        }

        foreach (var server in servers.Distinct())
        {
            text.Append("nameserver ").Append(server).Append('\n');
        }

        if (options.Count > 0)
        {
            text.Append("options ").AppendJoin(' ', options.Select(option => string.IsNullOrEmpty(option.Value) ? option.Key : $"{option.Key}:{option.Value}")).Append('\n');
        }

        return text.ToString();
    }
}
