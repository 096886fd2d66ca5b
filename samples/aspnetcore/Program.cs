// A backend of a shop whose users chat about their orders. Run it with Chat__Url and Chat__Key: see ../README.md.
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using SignalRChat.Samples.Backend;

// Your users and your sign-in take the place of these.
Dictionary<string, (string Name, string Password)> users = new()
{
    ["ann"] = ("Ann", "ann-password"),
    ["bob"] = ("Bob", "bob-password"),
};

ConcurrentDictionary<string, string> sessions = new();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient<ChatApi>(http =>
{
    http.BaseAddress = new Uri(new Uri(builder.Configuration["Chat:Url"] ?? "http://127.0.0.1:5000"), "/api/v1/");
    http.DefaultRequestHeaders.Authorization = new("Bearer", builder.Configuration["Chat:Key"]);
    http.Timeout = TimeSpan.FromSeconds(40);
});
var app = builder.Build();
var stopping = app.Lifetime.ApplicationStopping;

// A page cannot read the cookie, and another site cannot use it. Behind HTTPS it also needs Secure, and a session an end.
app.MapPost("/sign-in", (HttpContext context) =>
{
    if (SignedIn(context.Request) is not { } user)
        return Results.Unauthorized();
    var session = Guid.NewGuid().ToString();
    sessions[session] = user;
    context.Response.Cookies.Append("session", session, new() { HttpOnly = true, SameSite = SameSiteMode.Strict });
    return Results.Ok(new { user });
});

// The chat's token stays valid until it expires. POST /users/{id}/revoke of the API ends the chat on all devices of the user.
app.MapPost("/sign-out", (HttpContext context) =>
{
    if (context.Request.Cookies["session"] is { } session)
        sessions.TryRemove(session, out _);
    context.Response.Cookies.Delete("session");
    return Results.Ok();
});

app.MapPost("/chat-token", async (HttpRequest request, ChatApi chat, CancellationToken cancel) =>
    SignedIn(request) is { } user
        ? Results.Ok(await chat.TokenAsync(user, users[user].Name, cancel))
        : Results.Unauthorized());

// A private room for the buyer and the seller, which the backend follows.
app.MapPost("/orders/{seller}", async (string seller, HttpRequest request, ChatApi chat, CancellationToken cancel) =>
{
    if (SignedIn(request) is not { } buyer)
        return Results.Unauthorized();
    if (!users.TryGetValue(seller, out var other) || seller == buyer)
        return Results.NotFound();
    var room = $"order-{Guid.NewGuid()}";
    await chat.MakePrivateRoomAsync(room, $"An order of {users[buyer].Name}", cancel);
    foreach (var user in new[] { buyer, seller })
        await chat.AddMemberAsync(room, user, users[user].Name, cancel);
    await chat.PostAsSystemAsync(room, Guid.NewGuid(), $"{users[buyer].Name} has ordered from {other.Name}.", cancel);
    _ = LogAsync(room);
    return Results.Json(new { room }, statusCode: StatusCodes.Status201Created);
});

app.Run();

async Task LogAsync(string room)
{
    try
    {
        await using var scope = app.Services.CreateAsyncScope();
        await foreach (var message in scope.ServiceProvider.GetRequiredService<ChatApi>().FollowAsync(room, stopping))
            Console.WriteLine($"{room} {message.Kind ?? "user"} {message.Name}: {message.Text}");
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        // The backend stops.
    }
    catch (HttpRequestException failure)
    {
        Console.Error.WriteLine(failure.Message);
    }
}

string? SignedIn(HttpRequest request)
{
    if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given) || given.Scheme != "Basic")
        return request.Cookies["session"] is { } session ? sessions.GetValueOrDefault(session) : null;
    var bytes = new byte[given.Parameter?.Length ?? 0];
    if (!Convert.TryFromBase64String(given.Parameter ?? "", bytes, out var length))
        return null;
    var credentials = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
    return users.TryGetValue(credentials[0], out var user) && credentials is [_, var password] && user.Password == password
        ? credentials[0]
        : null;
}
