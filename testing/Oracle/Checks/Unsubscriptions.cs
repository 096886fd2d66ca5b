using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// The rooms of which connections must receive nothing: the server has ended the subscription, and the client asked for no join since.
/// </summary>
internal sealed class Unsubscriptions
{
    private readonly HashSet<(string Client, string Room)> _asked = [];
    private readonly HashSet<(string Client, int Connection, string Room)> _ended = [];

    /// <summary>Takes the next record of the history.</summary>
    public void Take(HistoryRecord record)
    {
        switch (record)
        {
            case Unsubscribing asked:
                _asked.Add((asked.Client, asked.Room));
                break;
            // A join that was asked meanwhile came after it.
            case Unsubscribed ended when _asked.Remove((ended.Client, ended.Room)):
                _ended.Add((ended.Client, ended.Connection, ended.Room));
                break;
            case Invoked { Kind: OpKind.Join } join:
                _asked.Remove((join.Client, join.Room));
                _ended.RemoveWhere(one => one.Client == join.Client && one.Room == join.Room);
                break;
        }
    }

    public bool Contains(Pushed pushed) => _ended.Contains((pushed.Client, pushed.Connection, pushed.Room));
}
