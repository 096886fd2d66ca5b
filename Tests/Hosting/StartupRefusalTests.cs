using Microsoft.Extensions.Options;
using SignalRChat.Hosting;

namespace SignalRChat.Tests.Hosting;

/// <summary>Which errors of a start are refusals. Regression: the answer was another one in the process of a test.</summary>
public sealed class StartupRefusalTests
{
    [Fact]
    public void A_bad_setting_is_explained_in_its_sentences()
    {
        var bad = new OptionsValidationException("Chat", typeof(object), ["Chat:A is 1; expected 2.", "Chat:B is 3; expected 4."]);
        var error = new StringWriter { NewLine = "\n" };

        Assert.True(StartupRefusal.Is(bad));
        Assert.Equal(78, StartupRefusal.Explain(bad, error));
        Assert.Equal("Chat:A is 1; expected 2.\nChat:B is 3; expected 4.\n", error.ToString());
    }

    [Fact]
    public void A_defect_is_no_refusal()
    {
        Assert.False(StartupRefusal.Is(new InvalidOperationException("a defect")));
        Assert.False(StartupRefusal.Is(new AggregateException(
            new OptionsValidationException("Chat", typeof(object), ["Chat:A is 1; expected 2."]),
            new InvalidOperationException("a defect"))));
    }
}
