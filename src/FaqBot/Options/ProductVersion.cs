using System.Reflection;

namespace FaqBot.Options;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>The version, without the revision that the build adds.</summary>
    public static string Current { get; } = typeof(ProductVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
