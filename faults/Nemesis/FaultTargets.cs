using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.History;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Nemesis;

/// <summary>What faults can strike.</summary>
internal sealed record FaultTargets(TestCluster Cluster, People People, HistoryBook Book);
