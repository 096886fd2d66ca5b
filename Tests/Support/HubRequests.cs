namespace SignalRChat.Tests.Support;

/// <summary>Requests for every method of the hub, for tests of what holds in all methods.</summary>
internal static class HubRequests
{
    public const string MessageId = "01981e2a-7c00-7d10-8a44-3f1f6a2b9c01";

    /// <summary>A request of this type that passes the checks of its fields. A field without a rule here keeps its default.</summary>
    public static object Valid(Type type, string room, string userId)
    {
        var request = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties())
        {
            object? value = property.Name switch
            {
                "Room" => room,
                "UserId" => userId,
                "MessageId" => MessageId,
                "Text" => "hello",
                "Emoji" => "👍",
                "Role" when property.PropertyType == typeof(string) => "member",
                "Limit" => 10,
                "Kind" => "private",
                "Reason" => "spam",
                _ => property.GetValue(request),
            };
            property.SetValue(request, value);
        }
        return request;
    }
}
