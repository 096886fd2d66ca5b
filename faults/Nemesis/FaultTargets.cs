using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Nemesis;

/// <summary>The targets of faults.</summary>
internal sealed record FaultTargets(TestCluster Cluster, People People, HistoryBook Book);
