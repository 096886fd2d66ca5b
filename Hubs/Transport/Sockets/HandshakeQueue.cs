using System.Runtime.InteropServices;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// Limits how many operations with one key run at a time; others wait. A free place is given to the user with the fewest places of the key,
/// then to the first to arrive. So a user who always has some waiting keeps no other user out. A key is kept only while an operation runs.
/// </summary>
internal sealed class HandshakeQueue<TKey>(int most)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Takes a place, which <see cref="Leave"/> gives back, if one is free.</summary>
    public bool TryEnter(TKey key, string user)
    {
        lock (_gate)
            return TryTake(EntryOf(key), user);
    }

    /// <summary>Waits for a place, and takes it.</summary>
    /// <exception cref="OperationCanceledException">It waited for too long.</exception>
    public Task EnterAsync(TKey key, string user, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> waiter;
        lock (_gate)
        {
            var entry = EntryOf(key);
            if (TryTake(entry, user))
                return Task.CompletedTask;
            waiter = entry.Waiting.AddLast(new Waiter(user));
        }
        return WaitAsync(waiter, cancellationToken);
    }

    public void Leave(TKey key, string user)
    {
        lock (_gate)
        {
            var entry = _entries[key];
            entry.GiveBack(user);
            if (entry.Next() is { } next)
            {
                entry.Waiting.Remove(next);
                entry.Take(next.Value.User);
                next.Value.Turn.SetResult();
            }
            else if (entry.Taken == 0)
            {
                _entries.Remove(key);
            }
        }
    }

    // It has at least one taker when the gate is left: then its last leaver removes it.
    private Entry EntryOf(TKey key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out _) ??= new();

    private bool TryTake(Entry entry, string user)
    {
        if (entry.Taken >= most)
            return false;
        entry.Take(user);
        return true;
    }

    private async Task WaitAsync(LinkedListNode<Waiter> waiter, CancellationToken cancellationToken)
    {
        await using var giveUp = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        await waiter.Value.Turn.Task;
    }

    private void GiveUp(LinkedListNode<Waiter> waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Without a list it has its place already, and gives it back like any other.
            if (waiter.List is not { } waiting)
                return;
            waiting.Remove(waiter);
            waiter.Value.Turn.SetCanceled(cancellationToken);
        }
    }

    private sealed class Entry
    {
        private readonly Dictionary<string, int> _byUser = [];

        public LinkedList<Waiter> Waiting { get; } = new();

        public int Taken { get; private set; }

        public void Take(string user)
        {
            Taken++;
            CollectionsMarshal.GetValueRefOrAddDefault(_byUser, user, out _)++;
        }

        public void GiveBack(string user)
        {
            Taken--;
            if (--CollectionsMarshal.GetValueRefOrNullRef(_byUser, user) == 0)
                _byUser.Remove(user);
        }

        /// <summary>The next waiter to get a place; null if nothing waits.</summary>
        public LinkedListNode<Waiter>? Next()
        {
            LinkedListNode<Waiter>? next = null;
            var fewest = int.MaxValue;
            // In a crowd the first waiter has no place yet, and the rest is not checked.
            for (var waiter = Waiting.First; waiter is not null && fewest > 0; waiter = waiter.Next)
            {
                var taken = _byUser.GetValueOrDefault(waiter.Value.User);
                if (taken < fewest)
                    (next, fewest) = (waiter, taken);
            }
            return next;
        }
    }

    private sealed class Waiter(string user)
    {
        public string User => user;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
