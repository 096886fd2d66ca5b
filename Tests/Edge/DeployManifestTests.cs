using System.Globalization;
using SignalRChat.Hubs.Connections;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Edge;

/// <summary>
/// The image, the compose file and the manifests: they are readable and consistent, and give a node the time that it needs to
/// leave.
/// </summary>
public sealed class DeployManifestTests
{
    private const string Compose = "deploy/compose.yaml";
    private const string Manifests = "deploy/kubernetes/";

    private static readonly TimeSpan _longestDrain = DrainPlan.From(new DrainOptions(), sharesDatabase: true).Longest;

    [Fact]
    public void Compose_starts_three_nodes_behind_the_proxy_that_they_believe()
    {
        var compose = Assert.Single(YamlFile.ReadAll(Compose));

        Assert.Equal(["node1", "node2", "node3", "nginx", "postgres", "redis"], compose.Keys("services"));
        foreach (var node in (string[])["node1", "node2", "node3"])
        {
            var environment = $"services.{node}.environment";
            Assert.Equal(compose["services.nginx.networks.inside.ipv4_address"], compose[$"{environment}.Proxies__KnownProxies"]);
            Assert.StartsWith("Host=postgres;", compose[$"{environment}.ConnectionStrings__Postgres"], StringComparison.Ordinal);
            Assert.Equal("redis:6379", compose[$"{environment}.ConnectionStrings__Redis"]);
            Assert.True(Seconds(compose[$"services.{node}.stop_grace_period"]) >= _longestDrain);
            Assert.Equal("true", compose[$"services.{node}.read_only"]);
        }
        Assert.Equal("./nginx/nginx.conf:/etc/nginx/nginx.conf:ro", compose["services.nginx.volumes.0"]);
    }

    [Fact]
    public void No_password_has_a_default()
    {
        var assigned = SourceTree.Read(Compose).Split('\n').Where(line =>
            line.Contains("password=", StringComparison.OrdinalIgnoreCase)
            || line.Contains("password:", StringComparison.OrdinalIgnoreCase));
        var example = SourceTree.Read("deploy/.env.example").Split('\n').Where(line => line.Contains("PASSWORD", StringComparison.Ordinal));

        Assert.All(assigned, line => Assert.Contains(":?set it in .env}", line, StringComparison.Ordinal));
        Assert.All(example, line => Assert.EndsWith("=", line, StringComparison.Ordinal));
        Assert.Equal(2, example.Count());
    }

    [Fact]
    public void The_image_has_no_shell_no_root_and_checks_itself()
    {
        var file = SourceTree.Read("deploy/Dockerfile");

        Assert.Contains("FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled\n", file, StringComparison.Ordinal);
        Assert.Contains("\nUSER 1654\n", file, StringComparison.Ordinal);
        // An orchestrator ends a container that fails its check. A node that migrates is alive but not ready.
        Assert.Contains("CMD [\"/app/SignalRChat\", \"--healthcheck\", \"live\"]", file, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_has_time_to_leave_and_another_comes_first()
    {
        var deployment = Manifest("deployment.yaml", "Deployment");
        const string Pod = "spec.template.spec";
        const string Container = $"{Pod}.containers.0";
        var grace = Number(deployment[$"{Pod}.terminationGracePeriodSeconds"]);
        var sleep = Number(deployment[$"{Container}.lifecycle.preStop.sleep.seconds"]);

        Assert.True(TimeSpan.FromSeconds(grace - sleep) >= _longestDrain, $"{grace} s less {sleep} s are less than {_longestDrain}.");
        Assert.Equal("0", deployment["spec.strategy.rollingUpdate.maxUnavailable"]);
        Assert.Equal("/health/ready", deployment[$"{Container}.readinessProbe.httpGet.path"]);
        Assert.Equal("/health/live", deployment[$"{Container}.livenessProbe.httpGet.path"]);
        Assert.Equal("true", deployment[$"{Pod}.securityContext.runAsNonRoot"]);
        Assert.Equal("true", deployment[$"{Container}.securityContext.readOnlyRootFilesystem"]);
        Assert.True(Number(deployment["spec.replicas"]) >= 2);
    }

    [Fact]
    public void The_metrics_have_a_port_that_nothing_in_front_leads_to()
    {
        var deployment = Manifest("deployment.yaml", "Deployment");
        var url = Manifest("settings.yaml", "ConfigMap")["data.Metrics__Url"];
        var compose = Assert.Single(YamlFile.ReadAll(Compose));

        Assert.Equal("http://*:9464", url);
        Assert.Equal("9464", ((Dictionary<object, object>)deployment.Find("spec.template.metadata.annotations")!)["prometheus.io/port"]);
        Assert.Equal("9464", deployment["spec.template.spec.containers.0.ports.1.containerPort"]);
        Assert.Equal("http", Manifest("service.yaml", "Service")["spec.ports.0.targetPort"]);
        Assert.Null(Manifest("service.yaml", "Service").Find("spec.ports.1"));
        Assert.Equal(url, compose["services.node1.environment.Metrics__Url"]);
        Assert.Null(compose.Find("services.node1.ports"));
    }

    [Fact]
    public void A_session_stays_with_its_pod_and_a_WebSocket_has_no_time_out()
    {
        var route = Manifest("route.yaml", "HTTPRoute");

        Assert.Equal("Cookie", route["spec.rules.0.sessionPersistence.type"]);
        Assert.Equal("0s", route["spec.rules.0.timeouts.request"]);
        Assert.Equal(Manifest("service.yaml", "Service")["metadata.name"], route["spec.rules.0.backendRefs.0.name"]);
    }

    /// <summary>The default access log of Envoy Gateway has the query, and with it a browser's token.</summary>
    [Fact]
    public void The_gateways_access_log_has_no_query()
    {
        var proxy = Manifest("route.yaml", "EnvoyProxy");
        var settings = (List<object>)proxy.Find("spec.telemetry.accessLog.settings")!;
        var fields = settings.SelectMany((_, i) =>
            (Dictionary<object, object>)proxy.Find($"spec.telemetry.accessLog.settings.{i}.format.json")!);

        Assert.Equal("chat", Manifest("route.yaml", "Gateway")["spec.infrastructure.parametersRef.name"]);
        Assert.All(fields, field => Assert.DoesNotMatch("REQ\\([^)]*(PATH|REFERER)|PATH\\(WQ", $"{field.Value}"));
    }

    [Fact]
    public void The_manifests_name_each_other()
    {
        var label = Manifest("deployment.yaml", "Deployment")["spec.template.metadata.labels.app"];

        Assert.Equal(label, Manifest("service.yaml", "Service")["spec.selector.app"]);
        Assert.Equal(label, Manifest("disruption-budget.yaml", "PodDisruptionBudget")["spec.selector.matchLabels.app"]);
        Assert.Equal("1", Manifest("disruption-budget.yaml", "PodDisruptionBudget")["spec.maxUnavailable"]);

        var resources = ((List<object>)YamlFile.ReadAll(Manifests + "kustomization.yaml").Single().Find("resources")!).Cast<string>();
        var shipped = SourceTree.Files
            .Where(file => file.StartsWith(Manifests, StringComparison.Ordinal))
            .Select(file => file[Manifests.Length..])
            .Where(file => file != "kustomization.yaml")
            .Select(file => file.Replace(".example", "", StringComparison.Ordinal));
        Assert.Equal(shipped.Order(), resources.Order());
    }

    private static YamlFile Manifest(string file, string kind)
    {
        var documents = YamlFile.ReadAll(Manifests + file);
        Assert.All(documents, document => Assert.True(document["apiVersion"] is not null && document["metadata.name"] is not null, file));
        return documents.Single(document => document["kind"] == kind);
    }

    private static TimeSpan Seconds(string? text) => TimeSpan.FromSeconds(Number(text?.TrimEnd('s')));

    private static int Number(string? text) => int.Parse(text ?? "", CultureInfo.InvariantCulture);
}
