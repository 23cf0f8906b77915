using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Serving.Hosting;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Tuning;

namespace Bellwether.Systems.Lifecycle;

/// <summary>A compiled system. Immutable; the definition is read again where a run brings its own signals.</summary>
internal sealed class SystemProgram<TRequest, TDecision> : ISystemProgram
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private readonly Action<SystemBuilder<TRequest, TDecision>> _define;
    private readonly SystemDefinition<TRequest, TDecision> _definition;

    public SystemProgram(Design design, Action<SystemBuilder<TRequest, TDecision>> define)
    {
        (Design, _define) = (design, define);
        _definition = Define([]);
    }

    public Design Design { get; }

    public SystemFacts Facts => SystemFactsReader.Of(_definition);

    public IEventContract Request => EventContract<TRequest>.Instance;

    public IReadOnlyList<IEventContract> Events => _definition.Contracts;

    public Task<RunReport> SimulateAsync(RunOptions options, RunEnvironment environment, CancellationToken cancellationToken) =>
        new SimulationRun<TRequest, TDecision>(_definition, options, environment).RunAsync(cancellationToken);

    public Task<RunReport> RunFileAsync(string file, DataMapping? mapping, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken) =>
        new FileRun<TRequest, TDecision>(Define, _definition, options, environment).RunAsync(file, mapping, cancellationToken);

    public Task<RunReport> TrainAsync(RunOptions options, RunEnvironment environment, CancellationToken cancellationToken) =>
        new StoreTraining<TRequest, TDecision>(_definition, options, environment).TrainAsync(cancellationToken);

    public Task<TuneReport> TuneAsync(string? file, DataMapping? mapping, TuneOptions tuning, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken) =>
        new TuningRun<TRequest, TDecision>(new(Define, _definition, options, environment), new(_definition, options, environment), _definition, tuning, options, environment).RunAsync(file, mapping, cancellationToken);

    public Task<RungReport> EvaluateAsync(string version, RunOptions options, RunEnvironment environment, CancellationToken cancellationToken) =>
        new StoreTraining<TRequest, TDecision>(_definition, options, environment).EvaluateAsync(version, cancellationToken);

    public Task<IServedSystem> ServeAsync(RunEnvironment environment, CancellationToken cancellationToken) =>
        new LiveService<TRequest, TDecision>(_definition, environment).StartAsync(cancellationToken);

    private SystemDefinition<TRequest, TDecision> Define(IReadOnlyList<string> signalNames)
    {
        var builder = new SystemBuilder<TRequest, TDecision>(signalNames);
        _define(builder);
        return builder.Build(Design);
    }
}
