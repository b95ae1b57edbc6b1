using System.Globalization;
using FaqBot.Hosting;
using FaqBot.Tests.Running;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace FaqBot.Tests.Deployment;

/// <summary>The manifests in deploy/k8s fit Kubernetes, the image and the service's options.</summary>
public sealed class KubernetesTests(SampleDatabase sample)
{
    private static readonly Kustomization Base = Kustomization.Base;
    private static readonly V1Deployment Deployment = Base.Manifest<V1Deployment>("deployment.yaml");
    private static readonly V1Container Container = Assert.Single(Deployment.Spec.Template.Spec.Containers);

    public static TheoryData<string> Overlays =>
        [.. Directory.GetDirectories(Repository.PathOf("deploy", "k8s", "overlays")).Select(folder => Path.GetFileName(folder))];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Files_are_there_and_none_is_left_out(string overlay)
    {
        foreach (Kustomization kustomization in new[] { Base, Kustomization.Overlay(overlay) })
        {
            string[] named = [.. kustomization.Resources, .. kustomization.Patches];
            Assert.All(named, name => Assert.True(Path.Exists(Path.Combine(kustomization.Folder, name)), name));
            Assert.Empty(Directory.GetFiles(kustomization.Folder, "*.yaml").Select(file => Path.GetFileName(file)!)
                .Except([.. named, "kustomization.yaml", "adapter-rules.yaml"]));
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Variables_are_options_of_the_service(string overlay)
    {
        string[] names =
        [
            .. Base.Options.Keys, .. Kustomization.Overlay(overlay).Options.Keys, .. SecretNames(Base),
            .. SecretNames(Kustomization.Overlay(overlay)),
            .. Container.Env.Select(variable => variable.Name).Where(name => name.StartsWith("FaqBot__", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(
            name.StartsWith("FaqBot__", StringComparison.Ordinal) && OptionNames.IsOption(name), name));
    }

    [Fact]
    public void Probes_ask_what_there_is_and_no_database_decides_about_life()
    {
        V1Probe[] ready = [Container.StartupProbe, Container.ReadinessProbe];
        Assert.All(ready, probe => Assert.Equal("/readyz", probe.HttpGet.Path));
        Assert.Equal("/healthz", Container.LivenessProbe.HttpGet.Path);
        V1ContainerPort port = Assert.Single(Container.Ports);
        Assert.Equal(Dockerfile.Read().Last("EXPOSE"), $"{port.ContainerPort}");
        Assert.All([.. ready, Container.LivenessProbe], probe => Assert.Equal(port.Name, probe.HttpGet.Port.Value));
        Assert.Equal(port.Name, Assert.Single(Base.Manifest<V1Service>("service.yaml").Spec.Ports).TargetPort.Value);
        Assert.Equal($"{port.ContainerPort}", Deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"]);
    }

    [Fact]
    public void Pod_has_the_time_to_end()
    {
        ShutdownOptions ending = new();
        Assert.True(Deployment.Spec.Template.Spec.TerminationGracePeriodSeconds > (ending.Pause + ending.Drain).TotalSeconds);
    }

    [Fact]
    public void Container_is_hardened_and_writes_where_it_may()
    {
        V1PodSpec pod = Deployment.Spec.Template.Spec;
        Assert.True(pod.SecurityContext.RunAsNonRoot is true && pod.AutomountServiceAccountToken is false);
        Assert.True(Container.SecurityContext is { ReadOnlyRootFilesystem: true, AllowPrivilegeEscalation: false });
        Assert.Equal(["ALL"], Container.SecurityContext.Capabilities.Drop);
        string data = Container.VolumeMounts.Single(mount => mount.Name == "data").MountPath;
        Assert.All(
            new[] { "FaqBot__Storage__Path", "TMPDIR", "HOME" },
            name => Assert.StartsWith(data, Dockerfile.Read().Environment()[name], StringComparison.Ordinal));
        Assert.All(Container.VolumeMounts, mount => Assert.Contains(pod.Volumes, volume => volume.Name == mount.Name));
    }

    [Fact]
    public void Heap_has_sixty_per_cent_of_the_memory_and_no_core_is_throttled()
    {
        string percent = Container.Env.Single(variable => variable.Name == "DOTNET_GCHeapHardLimitPercent").Value;
        Assert.Equal(60, int.Parse(percent, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal(["memory"], Container.Resources.Limits.Keys);
        Assert.Contains("cpu", Container.Resources.Requests.Keys);
    }

    [Fact]
    public void Secrets_are_files_where_the_service_looks_for_them()
    {
        V1VolumeMount mount = Container.VolumeMounts.Single(one => one.Name == "secrets");
        Assert.Equal(mount.MountPath, Container.Env.Single(variable => variable.Name == SecretFiles.Variable).Value);
        V1Volume volume = Deployment.Spec.Template.Spec.Volumes.Single(one => one.Name == "secrets");
        Assert.Contains(volume.Secret.SecretName, Base.Generated("secretGenerator"));
        Assert.Contains(Container.EnvFrom.Single().ConfigMapRef.Name, Base.Generated("configMapGenerator"));

        // Not filled in here, and never committed.
        Assert.All(SecretLines(Base), line => Assert.EndsWith("=", line, StringComparison.Ordinal));
        Assert.Contains("/deploy/**/secrets.env", File.ReadAllLines(Repository.PathOf(".gitignore")));
    }

    [Fact]
    public void Replicas_outlast_what_takes_one_away_and_grow_by_the_wait()
    {
        Kustomization overlay = Kustomization.Overlay("replicas");
        V1Deployment patch = overlay.Manifest<V1Deployment>("deployment.yaml");
        V1PodDisruptionBudget budget = overlay.Manifest<V1PodDisruptionBudget>("disruption.yaml");
        V2HorizontalPodAutoscaler scaler = overlay.Manifest<V2HorizontalPodAutoscaler>("autoscaler.yaml");
        Assert.Equal(3, patch.Spec.Replicas);
        Assert.Equal("0", patch.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
        Assert.Equal("2", budget.Spec.MinAvailable.Value);
        Assert.Equal(patch.Spec.Replicas, scaler.Spec.MinReplicas);
        Assert.Equal(Deployment.Metadata.Name, scaler.Spec.ScaleTargetRef.Name);
        Assert.All([patch.Metadata.Name, budget.Metadata.Name], name => Assert.Equal(Deployment.Metadata.Name, name));
        Assert.Equal("faqbot", budget.Spec.Selector.MatchLabels["app.kubernetes.io/name"]);

        // The tables are made by the image's indexer, from the secrets of the service.
        V1Container migrate = Assert.Single(overlay.Manifest<V1Job>("migrate.yaml").Spec.Template.Spec.Containers);
        Assert.Equal(["migrate"], migrate.Args);
        Assert.Contains(migrate.EnvFrom.Single().SecretRef.Name, overlay.Generated("secretGenerator"));

        // A share of the processors is a share of what is requested.
        Assert.Contains(scaler.Spec.Metrics, metric => metric.Resource?.Name == "cpu");
        string queue = scaler.Spec.Metrics.Single(metric => metric.Pods is not null).Pods.Metric.Name;
        YamlNode rule = Kustomization.Read(Path.Combine(overlay.Folder, "adapter-rules.yaml"))["rules"]["custom"][0];
        Assert.Equal(queue, ((YamlScalarNode)rule["name"]["as"]).Value);
        Assert.StartsWith(
            "faqbot_encoder_queue_duration_seconds_bucket{", ((YamlScalarNode)rule["seriesQuery"]).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void One_replica_keeps_its_database_and_ends_before_the_next_begins()
    {
        Kustomization overlay = Kustomization.Overlay("single");
        V1Deployment patch = overlay.Manifest<V1Deployment>("deployment.yaml");
        Assert.Equal("Recreate", patch.Spec.Strategy.Type);
        V1Volume data = Assert.Single(patch.Spec.Template.Spec.Volumes);
        Assert.Equal("data", data.Name);
        Assert.Equal(
            overlay.Manifest<V1PersistentVolumeClaim>("volume.yaml").Metadata.Name, data.PersistentVolumeClaim.ClaimName);
    }

    /// <summary>The service with the environment that the pod gives it, and secrets as Kubernetes mounts them.</summary>
    [Fact]
    public async Task Service_starts_with_the_environment_of_the_pod()
    {
        using TemporaryFolder folder = new();
        string secrets = SecretFolder(folder, ("FaqBot__Admin__Key", "a key from a file, 0123456789\n"));
        await using ServiceProcess service = await ServiceProcess.StartReadyAsync(
            [.. Base.Options.Select(option => (option.Key, option.Value)), (SecretFiles.Variable, secrets),
                ("FaqBot__Storage__Path", await sample.CopyToAsync(folder.Path))]);
        Assert.Equal(401, (int)(await service.Client.PostJsonAsync("api/v1/kbs/shop/reload", "{}")).Status);
        Assert.Equal(
            200, (int)(await service.Client.PostJsonAsync("api/v1/kbs/shop/reload", "{}", "a key from a file, 0123456789")).Status);
    }

    private static string[] SecretLines(Kustomization kustomization) =>
        Path.Combine(kustomization.Folder, "secrets.example") is var file && File.Exists(file)
            ? [.. File.ReadLines(file).Where(line => !line.StartsWith('#'))] : [];

    private static IEnumerable<string> SecretNames(Kustomization kustomization) =>
        SecretLines(kustomization).Select(line => line.Split('=')[0]);

    /// <summary>Each name is a link into a folder of all, which is exchanged as a whole.</summary>
    internal static string SecretFolder(TemporaryFolder folder, params (string Name, string Content)[] files)
    {
        string secrets = folder.File("secrets"), all = Path.Combine(secrets, "..2026_03_05");
        Directory.CreateDirectory(all);
        Directory.CreateSymbolicLink(Path.Combine(secrets, "..data"), "..2026_03_05");
        foreach ((string name, string content) in files)
        {
            File.WriteAllText(Path.Combine(all, name), content);
            File.CreateSymbolicLink(Path.Combine(secrets, name), Path.Combine("..data", name));
        }

        return secrets;
    }
}
