namespace Bellwether.Cli.Tests.Faults;

/// <summary>Tests that load and kill servers run one after the other: their times mean something then.</summary>
[CollectionDefinition(Name)]
public sealed class FaultsCollection
{
    public const string Name = "faults";
}
