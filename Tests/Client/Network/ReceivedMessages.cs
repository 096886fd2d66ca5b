using SignalRChat.Testing.History;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Network;

/// <summary>What one app received of a room, compared with the room itself.</summary>
internal sealed record ReceivedMessages(string Room, RecordedMessage[] Messages, long[] Revisions)
{
    public static ReceivedMessages By(AppClient client, string room) =>
        new(room, [.. client.Messages.Values.OrderBy(message => message.Revision).Select(RecordedMessage.From)], [.. client.Revisions]);

    public Defects Against(IReadOnlyCollection<RecordedMessage> stored)
    {
        var byRevision = stored.OrderBy(message => message.Revision).ToArray();
        return new(
            Lost: byRevision.Except(Messages).Count() + Messages.Except(byRevision).Count(),
            Repeated: Revisions.Length - Revisions.Distinct().Count(),
            Reordered: Revisions.Zip(Revisions.Skip(1)).Count(pair => pair.Second < pair.First),
            StoredTwice: stored.Count - stored.Select(message => message.MessageId).Distinct().Count());
    }
}

internal sealed record Defects(int Lost, int Repeated, int Reordered, int StoredTwice)
{
    public static readonly Defects None = new(0, 0, 0, 0);

    public static Defects operator +(Defects a, Defects b) =>
        new(a.Lost + b.Lost, a.Repeated + b.Repeated, a.Reordered + b.Reordered, a.StoredTwice + b.StoredTwice);
}
