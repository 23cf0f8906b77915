namespace Bellwether.Learning.Tuning;

/// <summary>Which way a score is good.</summary>
public enum Goal
{
    /// <summary>The lower the better: errors, losses.</summary>
    Minimize,

    /// <summary>The higher the better: accuracy, area under a curve.</summary>
    Maximize,
}
