using Bellwether.Systems.Living;

namespace Bellwether.Systems.Tests.Living;

/// <summary>The control chart over losses: quiet while nothing changed, loud when it did.</summary>
public sealed class LossChartTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A life of 1,000 decisions a day, ten of which lose.</summary>
    private static LossChart Life(int days, Func<int, double> lossOfADay)
    {
        var chart = new LossChart(s_start);
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < 1000; i++)
                chart.Decided(s_start.AddDays(day).AddSeconds(80 * i));
            for (var i = 0; i < 10; i++)
                chart.Lost(s_start.AddDays(day).AddHours(2 * i), lossOfADay(day) / 10, $"unit {i}");
        }

        return chart;
    }

    private static double Wobble(int day) => 100 + (5 * ((day * 7 % 5) - 2));

    [Fact]
    public void Loss_per_decision_is_counted_on_the_day_it_became_known()
    {
        var byDay = Life(3, _ => 50).ByDay;
        Assert.Equal(3, byDay.Count);
        Assert.All(byDay, rate => Assert.Equal(0.05, rate, 12));
    }

    [Fact]
    public void While_there_are_too_few_days_nothing_is_said() => Assert.True(double.IsNaN(Life(4, Wobble).Read(s_start.AddDays(4)).Factor));

    [Fact]
    public void A_steady_life_stays_within_chance()
    {
        for (var days = 9; days < 30; days++)
            Assert.InRange(Life(days, Wobble).Read(s_start.AddDays(days)).Factor, 0.5, 1);
    }

    [Fact]
    public void A_loss_that_triples_for_two_days_is_seen_as_three_times_the_reference()
    {
        var factor = Life(20, day => (day >= 18 ? 3 : 1) * Wobble(day)).Read(s_start.AddDays(20)).Factor;
        Assert.InRange(factor, 2.7, 3.3);
    }

    [Fact]
    public void After_a_change_on_purpose_the_days_before_are_no_reference()
    {
        var chart = Life(20, Wobble);
        Assert.False(double.IsNaN(chart.Read(s_start.AddDays(20)).Factor));
        chart.BeginReference(s_start.AddDays(17));
        Assert.True(double.IsNaN(chart.Read(s_start.AddDays(20)).Factor));
    }

    [Fact]
    public void Many_losses_of_one_unit_on_a_day_are_one_thing_that_happened()
    {
        var clustered = Life(20, Wobble);
        var spread = Life(20, Wobble);
        for (var i = 0; i < 40; i++)
        {
            clustered.Lost(s_start.AddDays(19).AddHours(23), 1, "one stolen card");
            spread.Lost(s_start.AddDays(19).AddHours(23), 1, $"card {i}");
        }

        Assert.InRange(clustered.ReadCount(s_start.AddDays(20), 1e-4), 0.5, 1.1);
        Assert.InRange(spread.ReadCount(s_start.AddDays(20), 1e-4), 2.5, 3.5);
    }
}
