using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>The library's handler, for well-formed tokens only. It reads every token of this server.</summary>
internal sealed class ChatTokenHandler : JsonWebTokenHandler
{
    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (TokenForm.FindFault(token) is { } fault)
            return Task.FromResult(new TokenValidationResult { IsValid = false, Exception = new UnusableTokenException(fault) });
        return base.ValidateTokenAsync(token, validationParameters);
    }
}
