using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Events;

/// <summary>The backends that follow all rooms.</summary>
internal sealed class EventOptions
{
    public const string SectionName = "Api:Events";

    /// <summary>The readers of all rooms that are kept, 1 to 10,000. Default 100; beyond it <c>too-many-readers</c>.</summary>
    [Range(1, 10_000)]
    public int Readers { get; set; } = 100;

    /// <summary>
    /// A reader whose cursor is not used for this time is forgotten, 1 h to 3,650 days. Default 30 days; after it <c>cursor-unknown</c>.
    /// </summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan ReaderRetention { get; set; } = TimeSpan.FromDays(30);
}
