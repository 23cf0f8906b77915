using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Systems.Ladders;

namespace Bellwether.Systems.Training;

/// <summary>A ladder that was climbed.</summary>
/// <param name="Rungs">Every rung as it was judged.</param>
/// <param name="Chosen">The place of the chosen one.</param>
/// <param name="Model">The chosen rung fitted again on all rows, for use.</param>
/// <param name="Rows">All rows that it was fitted on.</param>
/// <param name="Test">The rows on which rungs were judged.</param>
internal sealed record TrainedLadder<TRequest>(IReadOnlyList<FittedRung> Rungs, int Chosen, IModel Model, Dataset Rows, Dataset Test)
{
    /// <summary>The requests of the test rows.</summary>
    public required IReadOnlyList<TRequest> TestRequests { get; init; }

    /// <summary>How rows were split, in words.</summary>
    public required string Split { get; init; }

    /// <summary>The chosen rung.</summary>
    public FittedRung ChosenRung => Rungs[Chosen];
}
