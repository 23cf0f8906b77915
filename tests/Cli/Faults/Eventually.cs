using System.Diagnostics;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>Waits for what must become true.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string mustBe)
    {
        var since = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(40), $"Within 40 s {mustBe}.");
            await Task.Delay(20);
        }
    }
}
