using Microsoft.Extensions.Options;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// A text that is allowed must fit into a frame that is taken; otherwise sending it would close the connection, again and again.
/// </summary>
internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int BytesOfEscapedCharacter = 6;
    private const int BytesOfTheRest = 1_024;

    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var needed = (long)options.TextLength * BytesOfEscapedCharacter + BytesOfTheRest;
        return options.ReceiveBytes >= needed
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{LimitOptions.SectionName}:{nameof(LimitOptions.ReceiveBytes)} is {options.ReceiveBytes}; expected at least {needed}, "
                + $"for a text of {options.TextLength} characters ({nameof(LimitOptions.TextLength)}).");
    }
}
