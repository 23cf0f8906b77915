namespace Bellwether.Learning.Text;

/// <summary>How long a row is made. The numbers are stored: new ones go at the end.</summary>
public enum VectorNorm
{
    /// <summary>Left as it is.</summary>
    None,

    /// <summary>The absolute values sum to 1.</summary>
    L1,

    /// <summary>The squares sum to 1.</summary>
    L2,
}
