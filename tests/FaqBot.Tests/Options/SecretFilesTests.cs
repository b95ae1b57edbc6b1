using FaqBot.Hosting;
using Microsoft.Extensions.Configuration;

namespace FaqBot.Tests.Options;

public sealed class SecretFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_wins_over_the_settings_file_and_the_environment_over_it()
    {
        string[] names = ["FaqBot__Admin__Key", "FaqBot__Http__ApiKey", "FaqBot__Bot__Password"];
        foreach (string name in names)
        {
            File.WriteAllText(_folder.File(name), "from a file\n");
        }

        // Others' secrets in the same folder are nobody's options.
        File.WriteAllText(_folder.File("postgres_password"), "x");
        File.WriteAllText(_folder.File("Logging__LogLevel__Default"), "Nonsense");
        string variable = $"FAQBOTTEST{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable($"{variable}FaqBot__Http__ApiKey", "from the environment");
        try
        {
            ConfigurationManager configuration = new();
            configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                [SecretFiles.Variable] = _folder.Path,
                ["FaqBot:Admin:Key"] = "from settings",
            });
            configuration.AddEnvironmentVariables(variable);
            configuration.AddCommandLine(["--FaqBot:Bot:Password=from the command line"]);
            configuration.AddSecretFiles();
            Assert.Equal("from a file", configuration["FaqBot:Admin:Key"]);
            Assert.Equal("from the environment", configuration["FaqBot:Http:ApiKey"]);
            Assert.Equal("from the command line", configuration["FaqBot:Bot:Password"]);
            Assert.Null(configuration["postgres_password"]);
            Assert.Null(configuration["Logging:LogLevel:Default"]);
            Assert.Empty(SecretFiles.Faults(configuration));
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{variable}FaqBot__Http__ApiKey", null);
        }
    }

    [Fact]
    public void Folder_that_is_not_there_is_told_where_one_was_named()
    {
        string missing = _folder.File("missing");
        Assert.Equal(
            [$"FAQBOT_SECRETS: found no folder '{missing}', expected one that holds secrets as files"], SecretFiles.Faults(Named(missing)));
        Assert.Empty(SecretFiles.Faults(new ConfigurationBuilder().Build()));
    }

    [Fact]
    public void File_that_cannot_be_read_is_told_by_name()
    {
        // Not even root reads through a link that leads nowhere.
        File.CreateSymbolicLink(_folder.File("FaqBot__Admin__Key"), "nowhere");
        string fault = Assert.Single(SecretFiles.Faults(Named(_folder.Path)));
        Assert.Contains("FaqBot__Admin__Key", fault, StringComparison.Ordinal);
        ConfigurationManager configuration = new();
        configuration.AddInMemoryCollection(new Dictionary<string, string?> { [SecretFiles.Variable] = _folder.Path });
        configuration.AddSecretFiles();
        Assert.Null(configuration["FaqBot:Admin:Key"]);
    }

    private static IConfigurationRoot Named(string folder) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [SecretFiles.Variable] = folder }).Build();
}
