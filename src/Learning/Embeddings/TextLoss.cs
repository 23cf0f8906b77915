namespace Bellwether.Learning.Embeddings;

/// <summary>What a <see cref="FastTextClassifier"/> minimizes. The numbers are stored: new ones go at the end.</summary>
public enum TextLoss
{
    /// <summary>Softmax over all classes: O(k·d) a text. The most accurate, fast up to some thousand classes.</summary>
    Softmax,

    /// <summary>A Huffman tree of yes-or-no choices over the classes (Morin and Bengio, 2005; Mikolov et al. 2013): O(d·log k) a text to train.</summary>
    HierarchicalSoftmax,

    /// <summary>Each class against the rest by a logistic loss of its own: O(k·d). Probabilities are normalized to 1 afterwards.</summary>
    OneVersusAll,
}
