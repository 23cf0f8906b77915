using System.Text;
using System.Text.Json;
using Bellwether.Gallery.Prediction.RideEta;
using Bellwether.Numerics.Random;
using Bellwether.Registry;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Tests.Lifecycle;

/// <summary>What a run leaves can be judged, trained on and served.</summary>
public sealed class AfterARunTests
{
    [Fact]
    public async Task A_workspace_is_judged_trained_on_and_served_after_its_run()
    {
        using var folder = new TemporaryFolder();
        var program = new RideEtaSystem().Compile();
        var environment = folder.Environment("ride-eta");
        var options = new RunOptions { Seed = new Seed(7), Days = 13, Threads = 2, WorldScale = 0.1 };
        environment.Workspace.BeginSimulation(setAside: false, TimeProvider.System);
        var life = await program.SimulateAsync(options, environment);

        var judged = await program.EvaluateAsync("production", options, environment);
        Assert.Equal("mae", judged.Metric);
        Assert.True(judged.Low < judged.Value && judged.Value < judged.High);
        Assert.True(judged.Figures[0].Rows > 1_000, $"{judged.Figures[0].Rows} rows");
        var missing = await Assert.ThrowsAsync<WorkspaceException>(() => program.EvaluateAsync("v99", options, environment));
        Assert.Contains("'bellwether models list ride-eta' lists what there is", missing.Message, StringComparison.Ordinal);

        var trained = await program.TrainAsync(options, environment);
        Assert.Equal(3, trained.Ladder.Count);
        var registry = ModelRegistry.Open(environment.Workspace.Registry, TimeProvider.System, "test");
        var chosen = Assert.Single(trained.Ladder, r => r.Chosen);
        Assert.Equal(chosen.Version, registry.Aliases("ride-eta")["candidate"]);
        Assert.True(chosen.Value < trained.Ladder[0].Value);
        Assert.DoesNotContain(life.Ladder, r => r.Version == chosen.Version);

        await ServeAsync(program, environment, registry);
    }

    private static async Task ServeAsync(ISystemProgram program, RunEnvironment environment, ModelRegistry registry)
    {
        await registry.MoveAliasAsync("ride-eta", "production", registry.Aliases("ride-eta")["production"], registry.Aliases("ride-eta")["candidate"], "a test");
        var production = registry.Aliases("ride-eta")["production"];
        await using (var served = await program.ServeAsync(environment))
        {
            var request = $$"""{"id":"asked-by-hand","time":"{{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}}","routeMiles":3,"freeFlowSeconds":600}""";
            var answer = await served.DecideAsync(Encoding.UTF8.GetBytes(request));
            var body = JsonDocument.Parse(answer.Body).RootElement;
            Assert.Equal("asked-by-hand", body.GetProperty("id").GetString());
            Assert.Equal(production, body.GetProperty("model").GetString());
            Assert.InRange(body.GetProperty("decision").GetProperty("seconds").GetDouble(), 30, 7200);
            await served.DrainAsync();
        }

        Assert.Throws<WorkspaceException>(() => environment.Workspace.BeginSimulation(setAside: false, TimeProvider.System));
        await using var again = await program.ServeAsync(environment);
        Assert.True(again.IsReady);
    }
}
