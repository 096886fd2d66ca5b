using SignalRChat.Tests.Support;

namespace SignalRChat.BrowserTests.Support;

internal static class Repository
{
    public static string Root => RepositoryRoot.Path;

    /// <summary>Where pictures of the page are put.</summary>
    public static string Screens => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screens")).FullName;
}
