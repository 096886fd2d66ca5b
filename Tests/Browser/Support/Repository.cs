namespace SignalRChat.BrowserTests.Support;

internal static class Repository
{
    public static string Root => RepositoryRoot.Path;

    /// <summary>The folder for pictures of the page.</summary>
    public static string Screens => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screens")).FullName;
}
