namespace Bellwether.Systems.Living;

/// <summary>When a life was as good again as before a fault, by the truth.</summary>
internal static class Recovery
{
    private const int DaysBefore = 7, DaysInARow = 2;
    private const double ShareOfTheFall = 0.25;

    /// <summary>The first two days, after the alert and after the worst two days, on which the value lost to the oracle was back: within a
    /// quarter of the fall (from the week before the fault to the worst two days) of its level before the fault.</summary>
    /// <param name="value">Value per day.</param>
    /// <param name="oracle">The oracle's value per day.</param>
    /// <param name="faultDay">The day of the fault.</param>
    /// <param name="alertDay">The day of the alert.</param>
    /// <returns>The end of the second good day; null when there was none.</returns>
    public static double? After(IReadOnlyList<double> value, IReadOnlyList<double> oracle, int faultDay, double alertDay)
    {
        if (faultDay < DaysBefore || faultDay >= value.Count)
            return null;
        double Regret(int day) => oracle[day] == 0 ? 0 : (oracle[day] - value[day]) / Math.Abs(oracle[day]);
        var before = Enumerable.Range(faultDay - DaysBefore, DaysBefore).Average(Regret);
        var alerted = Math.Min(value.Count, (int)Math.Ceiling(alertDay));
        if (alerted <= faultDay)
            return null;
        var (worst, worstDay) = (double.NegativeInfinity, faultDay);
        for (var day = faultDay; day + DaysInARow <= value.Count; day++)
            if (Enumerable.Range(day, DaysInARow).Average(Regret) is var level && level > worst)
                (worst, worstDay) = (level, day);
        var limit = before + (ShareOfTheFall * Math.Max(0, worst - before));
        for (var day = Math.Max(alerted, worstDay); day + DaysInARow <= Math.Min(value.Count, oracle.Count); day++)
            if (Enumerable.Range(day, DaysInARow).Average(Regret) <= limit)
                return day + DaysInARow;
        return null;
    }
}
