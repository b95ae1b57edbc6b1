namespace FaqBot.Core.Storage;

/// <summary>Who a version of a knowledge base answers.</summary>
public enum Deployment
{
    /// <summary>Customers.</summary>
    Production,

    /// <summary>The owner, who tries a draft before customers see it.</summary>
    Test,
}

/// <summary>Names of <see cref="Deployment"/>, in the store and to clients.</summary>
public static class DeploymentName
{
    private const string Production = "production";
    private const string Test = "test";

    /// <summary>The name of a deployment.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <returns><c>production</c> or <c>test</c>.</returns>
    public static string Of(Deployment deployment) => deployment == Deployment.Test ? Test : Production;

    /// <summary>Reads a name, in any case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="deployment">The deployment that it stands for.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? name, out Deployment deployment)
    {
        deployment = Test.Equals(name, StringComparison.OrdinalIgnoreCase) ? Deployment.Test : Deployment.Production;
        return deployment == Deployment.Test || Production.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
