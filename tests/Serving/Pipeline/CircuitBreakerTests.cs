using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests.Pipeline;

public sealed class CircuitBreakerTests
{
    private readonly SimulationClock _clock = new(Shop.Start);

    private CircuitBreaker Breaker() => new(_clock, new CircuitBreakerOptions { Failures = 3, Window = 5, Cooldown = TimeSpan.FromSeconds(30) });

    [Fact]
    public void It_opens_at_the_failures_that_fall_into_its_window()
    {
        var breaker = Breaker();
        // Two failures in any five never open it.
        for (var i = 0; i < 50; i++)
        {
            Assert.True(breaker.TryEnter());
            if (i % 3 == 0 && i % 2 == 0)
                breaker.Failed();
            else
                breaker.Succeeded();
        }

        Assert.False(breaker.IsOpen);
        for (var i = 0; i < 3; i++)
            breaker.Failed();
        Assert.True(breaker.IsOpen);
        Assert.False(breaker.TryEnter());
        Assert.Equal(1, breaker.Opened);
    }

    [Fact]
    public void One_score_probes_after_the_pause_and_decides()
    {
        var breaker = Breaker();
        for (var i = 0; i < 3; i++)
            breaker.Failed();
        _clock.Spend(TimeSpan.FromSeconds(29));
        Assert.False(breaker.TryEnter());
        _clock.Spend(TimeSpan.FromSeconds(1));
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());
        breaker.Failed();
        Assert.False(breaker.TryEnter());
        _clock.Spend(TimeSpan.FromSeconds(30));
        Assert.True(breaker.TryEnter());
        breaker.Succeeded();
        Assert.False(breaker.IsDoubtful);
        Assert.True(breaker.TryEnter());
        Assert.Equal(2, breaker.Opened);
    }
}
