using SignalRChat.Services.Feed;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Applies a changed setting of a room to the typing and presence that its members see already.</summary>
internal sealed class SettingsWatch(RoomFeeds feeds, PresenceTracker presence, TypingTracker typing) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feeds.SettingsChanged += OnChanged;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        feeds.SettingsChanged -= OnChanged;
        return Task.CompletedTask;
    }

    private void OnChanged(string room)
    {
        presence.SettingsChanged(room);
        if (feeds.EphemeralOf(room) is { HasTyping: false } or { IsForModerators: true })
            typing.EndAll(room);
    }
}
