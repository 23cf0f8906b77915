using Bellwether.Systems.Living;

namespace Bellwether.Systems.Tests.Living;

public sealed class RecoveryTests
{
    private static readonly double[] s_oracle = [.. Enumerable.Repeat(100.0, 20)];

    private static double[] Life(params (int From, double Value)[] turns) =>
        [.. Enumerable.Range(0, 20).Select(day => turns.Last(t => t.From <= day).Value)];

    [Fact]
    public void Recovery_is_the_end_of_the_second_good_day_after_the_alert() =>
        Assert.Equal(16, Recovery.After(Life((0, 90), (10, 50), (14, 90)), s_oracle, 10, 11.5));

    [Fact]
    public void A_quarter_of_the_fall_is_near_enough_and_more_is_not()
    {
        // before: a tenth is lost; in the fall: a half; the limit is 0.1 + 0.25 * 0.4 = 0.2
        Assert.Equal(16, Recovery.After(Life((0, 90), (10, 50), (14, 81)), s_oracle, 10, 12));
        Assert.Null(Recovery.After(Life((0, 90), (10, 50), (14, 79)), s_oracle, 10, 12));
    }

    [Fact]
    public void One_good_day_is_not_enough() =>
        Assert.Equal(18, Recovery.After(Life((0, 90), (10, 50), (13, 90), (14, 50), (16, 90)), s_oracle, 10, 12));

    [Fact]
    public void Without_a_week_before_or_without_a_fault_in_the_life_there_is_none()
    {
        Assert.Null(Recovery.After(Life((0, 90)), s_oracle, 6, 8));
        Assert.Null(Recovery.After(Life((0, 90)), s_oracle, 20, 21));
        Assert.Null(Recovery.After(Life((0, 90), (10, 50)), s_oracle, 10, 12));
    }
}
