using Microsoft.AspNetCore.Http.HttpResults;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Requests;

/// <summary>Problems of RFC 9457, with the <c>code</c> of <see cref="ChatErrorCodes"/> beside the status.</summary>
internal static class ApiProblems
{
    public static ProblemHttpResult Unauthenticated { get; } = CodedProblem.Of(
        StatusCodes.Status401Unauthorized, "unauthenticated", "A key or a token of the API is required (Authorization: Bearer).");

    public static ProblemHttpResult NoSigningKey { get; } = CodedProblem.Of(
        StatusCodes.Status501NotImplemented,
        "no-signing-key",
        "The server has no key to sign with: set Authentication:Schemes:Bearer:SigningKeys.");

    /// <summary>The problem of a request that no endpoint answered; null for a status that has none.</summary>
    public static ProblemHttpResult? Unanswered(int status) => status switch
    {
        StatusCodes.Status404NotFound => CodedProblem.Of(status, "not-found", "The API has no such path."),
        StatusCodes.Status405MethodNotAllowed => CodedProblem.Of(status, "method-not-allowed", "The path has no such method."),
        StatusCodes.Status415UnsupportedMediaType => CodedProblem.Of(
            status, ChatErrorCodes.InvalidArgument, "The body must be JSON in UTF-8, with Content-Type application/json."),
        _ => null,
    };

    /// <summary>The problem of a body that cannot be read.</summary>
    public static ProblemHttpResult Unread(int status) => CodedProblem.Of(
        status,
        ChatErrorCodes.InvalidArgument,
        status == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The body did not arrive whole.");

    public static ProblemHttpResult Of(string code, string sentence) => CodedProblem.Of(StatusOf(code), code, sentence);

    public static ProblemHttpResult Invalid(string sentence) => Of(ChatErrorCodes.InvalidArgument, sentence);

    private static int StatusOf(string code) => code switch
    {
        ChatErrorCodes.Forbidden => StatusCodes.Status403Forbidden,
        ChatErrorCodes.MessageRejected => StatusCodes.Status422UnprocessableEntity,
        ChatErrorCodes.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ChatErrorCodes.RoomNotFound or ChatErrorCodes.MessageNotFound or ChatErrorCodes.MemberNotFound => StatusCodes.Status404NotFound,
        ChatErrorCodes.MessageIdTaken or ChatErrorCodes.MessageDeleted or ChatErrorCodes.LastOwner or ChatErrorCodes.CursorUnknown
            or ChatErrorCodes.Banned or ChatErrorCodes.NotTheAuthor or ChatErrorCodes.RoomExists or ChatErrorCodes.RoomFull =>
            StatusCodes.Status409Conflict,
        ChatErrorCodes.RateLimited or ChatErrorCodes.TooManyRoomsMade or ChatErrorCodes.TooManyRooms or EventReader.TooMany =>
            StatusCodes.Status429TooManyRequests,
        ChatErrorCodes.Busy or ChatErrorCodes.StorageUnavailable or ChatErrorCodes.NodeDraining =>
            StatusCodes.Status503ServiceUnavailable,
        ChatErrorCodes.InternalError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}
