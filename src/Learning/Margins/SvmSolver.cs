namespace Bellwether.Learning.Margins;

/// <summary>How a linear SVM is fitted; the minimum is the same.</summary>
public enum SvmSolver
{
    /// <summary>Primal for the squared hinge where rows outnumber columns, else dual.</summary>
    Auto,

    /// <summary>Coordinate descent over rows (Hsieh and others, 2008).</summary>
    Dual,

    /// <summary>Trust-region Newton over columns (Lin, Weng and Keerthi, 2008); squared hinge only.</summary>
    Primal,
}
