using System.Reflection;

namespace SignalRChat.Hosting;

internal static class ProductVersion
{
    /// <summary>The version of the server, with the commit it was built from if the build knew it.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
