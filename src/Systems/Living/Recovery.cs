namespace Bellwether.Systems.Living;

/// <summary>When a life was as good again as before a fault, by the truth.</summary>
internal static class Recovery
{
    private const int DaysBefore = 7, DaysInARow = 2;
    private const double ShareOfTheFall = 0.25;

    /// <summary>The first day from the alert on after which the value lost to the oracle stays, for two days in a row, within a quarter of
    /// the fall of its level in the week before the fault.</summary>
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
        var worst = Enumerable.Range(faultDay, alerted - faultDay).Average(Regret);
        var limit = before + (ShareOfTheFall * Math.Max(0, worst - before));
        for (var day = alerted; day + DaysInARow <= Math.Min(value.Count, oracle.Count); day++)
            if (Enumerable.Range(day, DaysInARow).All(d => Regret(d) <= limit))
                return day + DaysInARow;
        return null;
    }
}
