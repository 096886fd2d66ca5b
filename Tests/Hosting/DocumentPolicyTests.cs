using System.Net;

namespace SignalRChat.Tests.Hosting;

/// <summary>Regression: <c>/page-x/index.html</c> served the page without its policy, so any site could frame it.</summary>
public sealed class DocumentPolicyTests(PageFilesTests.Served served) : IClassFixture<PageFilesTests.Served>
{
    [Fact]
    public async Task Every_answer_but_a_script_or_a_style_carries_the_policy()
    {
        foreach (var path in PolicyPaths.All(Path.Combine(RepositoryRoot.Path, "wwwroot")))
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Options])
                await PolicyPaths.CheckAsync(served.Http, method, path);
        }
    }

    [Theory]
    [InlineData("/page-000000000000/index.html")]
    [InlineData("/page-000000000000/INDEX.html")]
    [InlineData("/page-000000000000//index.html")]
    [InlineData("/page-000000000000/index%2Ehtml")]
    [InlineData("/page-000000000000/index.html/")]
    public async Task The_document_is_not_reached_through_the_folder_of_its_files(string path)
    {
        using var answer = await served.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
