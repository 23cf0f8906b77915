namespace Bellwether.Systems.Designs;

/// <summary>The kind of question that a system's model answers.</summary>
public enum MlTask
{
    /// <summary>Is it, or is it not? The score is a probability.</summary>
    BinaryClassification,

    /// <summary>How much? The score is an estimate.</summary>
    Regression,
}
