using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Serving.Hosting;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Tuning;

namespace Bellwether.Systems;

/// <summary>A system ready to run, its request and decision types known only inside: what hosts and the command line work with.</summary>
public interface ISystemProgram
{
    /// <summary>What the system states.</summary>
    Design Design { get; }

    /// <summary>What its definition says, for the document.</summary>
    SystemFacts Facts { get; }

    /// <summary>The request's contract.</summary>
    IEventContract Request { get; }

    /// <summary>The contracts of all other events it takes, outcomes among them.</summary>
    IReadOnlyList<IEventContract> Events { get; }

    /// <summary>Takes the system through its whole life in its simulated world.</summary>
    /// <exception cref="OperationCanceledException">Somebody asked to stop; what was logged so far is durable.</exception>
    Task<RunReport> SimulateAsync(RunOptions options, RunEnvironment environment, CancellationToken cancellationToken = default);

    /// <summary>Takes the system through training, evaluation and a replayed hold-out on a file of real events.</summary>
    /// <exception cref="Data.Tables.TableFileException">The file cannot be read.</exception>
    /// <exception cref="Data.Models.TrainingException">The file cannot be learned from.</exception>
    Task<RunReport> RunFileAsync(string file, DataMapping? mapping, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken = default);

    /// <summary>Climbs the ladder on the events of the workspace's store and registers every rung; the chosen one becomes <c>candidate</c>.</summary>
    /// <exception cref="Data.Models.TrainingException">There is too little to learn from.</exception>
    Task<RunReport> TrainAsync(RunOptions options, RunEnvironment environment, CancellationToken cancellationToken = default);

    /// <summary>Tunes learners by cross-validation, keeps every trial in the registry, judges the best beside the ladder on rows that no trial
    /// has seen, and registers the chosen one under the alias <c>tuned</c>.</summary>
    /// <param name="file">A file of real events; null for the events of the workspace's store.</param>
    /// <param name="mapping">How columns of the file become fields; null to recognise or infer.</param>
    /// <param name="tuning">What to tune, how, and within which limits.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="environment">The workspace and its adapters.</param>
    /// <param name="cancellationToken">Stops the work; trials that had ended are kept.</param>
    /// <exception cref="Data.Models.TrainingException">There is too little to learn from, no trial succeeded, or nothing keeps the limits.</exception>
    Task<TuneReport> TuneAsync(string? file, DataMapping? mapping, TuneOptions tuning, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken = default);

    /// <summary>Judges a registered version on the labelled decisions of the workspace's store.</summary>
    /// <param name="version">A version or alias, e.g. <c>v3</c> or <c>production</c>.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="environment">The workspace and its adapters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<RungReport> EvaluateAsync(string version, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken = default);

    /// <summary>Opens the system to serve live requests from its workspace.</summary>
    Task<IServedSystem> ServeAsync(RunEnvironment environment, CancellationToken cancellationToken = default);
}
