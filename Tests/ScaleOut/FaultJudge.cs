namespace SignalRChat.Tests.ScaleOut;

/// <summary>Derives the results from the book.</summary>
internal static class FaultJudge
{
    public static FaultResult Judge(
        FaultTimes times,
        IReadOnlyList<SentMessage> sent,
        IReadOnlyList<Hearer> hearers,
        IReadOnlyList<Timing> connects,
        IReadOnlyList<Timing> joins,
        RunningTime time)
    {
        Phase PhaseOf(long from, long to)
        {
            bool IsIn(long at) => at >= from && at < to;

            var answers = sent.Where(message => IsIn(message.SentAt))
                .Select(message => new Timing(message.SentAt, message.AnsweredAt ?? times.End));
            var crossings = Crossings(sent, hearers).Where(crossing => IsIn(crossing.Start));
            return new Phase
            {
                Send = Spread.Of(answers.Select(timing => timing.Ran(time))),
                Connect = Spread.Of(connects.Where(connect => IsIn(connect.Start)).Select(timing => timing.Ran(time))),
                Join = Spread.Of(joins.Where(join => IsIn(join.Start)).Select(timing => timing.Ran(time))),
                FromAnswer = Spread.Of(crossings.Select(crossing => crossing.FromAnswer.Ran(time))),
            };
        }

        return new FaultResult
        {
            Sent = sent.Count,
            Failed = sent.Count(message => message is { AnsweredAt: not null, IsTaken: false }),
            Lost = hearers.Sum(hearer => sent.Count(message => message.IsTaken && !hearer.Times.ContainsKey(message.Key))),
            Repeated = hearers.Sum(hearer => hearer.List.Count - hearer.Times.Count),
            Reordered = hearers.Sum(Reordered),
            IsOneOrder = hearers.All(hearer => hearer.List.SequenceEqual(hearers[0].List)),
            Calm = PhaseOf(times.Calm, times.Strike),
            Struck = PhaseOf(times.Strike, times.Over),
            After = PhaseOf(times.Over, times.End),
        };
    }

    private static IEnumerable<Crossing> Crossings(IReadOnlyList<SentMessage> sent, IReadOnlyList<Hearer> hearers) =>
        from message in sent
        where message.IsTaken
        from hearer in hearers
        where hearer.Node != message.Node && hearer.Times.ContainsKey(message.Key)
        select new Crossing(message.SentAt, message.AnsweredAt!.Value, hearer.Times[message.Key]);

    private static int Reordered(Hearer hearer)
    {
        var reordered = 0;
        var newest = new Dictionary<string, int>();
        foreach (var key in hearer.Times.OrderBy(heard => heard.Value).Select(heard => heard.Key))
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            var (sender, number) = (key[..colon], int.Parse(key[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            if (number < newest.GetValueOrDefault(sender))
                reordered++;
            else
                newest[sender] = number;
        }

        return reordered;
    }

    /// <summary>One message on its way to one client on another node.</summary>
    private readonly record struct Crossing(long Start, long Answer, long End)
    {
        public Timing FromAnswer => new(Math.Min(Answer, End), End);
    }
}
