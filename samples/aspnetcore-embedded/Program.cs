// An app with its own users, in which the chat runs. Its page has a room: see docs/embedding-tutorial.md.
using System.Security.Claims;

// Your users and your sign-in take the place of these.
Dictionary<string, string> users = new() { ["ann"] = "ann-password", ["bob"] = "bob-password" };

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication("Cookies").AddCookie(cookie => cookie.Cookie.SameSite = SameSiteMode.Strict);
builder.Services.AddAuthorization();
builder.Services.AddSignalRChat(builder.Configuration.GetSection("SignalRChat"), chat => chat.UseAppAuthentication());

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();

// The chat takes the user's id and name from these claims of the cookie.
app.MapPost("/sign-in", (SignIn form) => users.TryGetValue(form.Name, out var password) && password == form.Password
    ? Results.SignIn(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, form.Name), new(ClaimTypes.Name, form.Name)], "password")))
    : Results.Unauthorized());
app.MapPost("/sign-out", () => Results.SignOut());
app.MapGet("/me", (ClaimsPrincipal user) => new { userId = user.FindFirstValue(ClaimTypes.NameIdentifier), name = user.Identity!.Name })
    .RequireAuthorization();
app.MapSignalRChat("/chat");
app.Run();

internal sealed record SignIn(string Name, string Password);
