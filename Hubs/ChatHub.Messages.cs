using SignalRChat.Contracts;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public Task<SendMessageResult> SendMessage(SendMessageRequest request) => messages.SendAsync(Session, request);

    public Task<ChangeMessageResult> EditMessage(EditMessageRequest request) => messages.EditAsync(Session, request);

    public Task<ChangeMessageResult> DeleteMessage(DeleteMessageRequest request) => messages.DeleteAsync(Session, request);

    public Task<GetUpdatesResult> GetUpdates(GetUpdatesRequest request) =>
        reader.ReadUpdatesAsync(Session, request, Context.ConnectionAborted);

    public Task<GetHistoryResult> GetHistory(GetHistoryRequest request) =>
        reader.ReadHistoryAsync(Session, request, Context.ConnectionAborted);
}
