namespace Bellwether.Learning.Forecasting;

/// <summary>Where a Theta model stands after a step.</summary>
internal readonly record struct ThetaState(double Alpha, double Line, double Level, double Mean, double Intercept, double Slope, int Steps, bool Dynamic, double Squares)
{
    /// <summary>What is expected next.</summary>
    public double Next
    {
        get
        {
            var left = Math.Pow(1 - Alpha, Steps);
            return Level + ((1 - (1 / Line)) * ((left * Intercept) + ((1 - (left * (1 - Alpha))) / Alpha * Slope)));
        }
    }

    /// <summary>After one more value (Fiorucci and others 2016, section 3.2).</summary>
    public ThetaState After(double value)
    {
        var steps = Steps + 1;
        var mean = Mean + ((value - Mean) / steps);
        var (intercept, slope) = (Intercept, Slope);
        if (Dynamic)
        {
            slope = steps < 2 ? 0 : (((steps - 2) * Slope) + (6 * (value - Mean) / steps)) / (steps + 1);
            intercept = mean - (slope * (steps + 1) / 2);
        }

        return this with { Level = (Alpha * value) + ((1 - Alpha) * Level), Mean = mean, Intercept = intercept, Slope = slope, Steps = steps };
    }
}
