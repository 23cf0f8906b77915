namespace Bellwether.Learning.Tokenization;

/// <summary>Changes the characters of a text.</summary>
internal interface INormalizer
{
    /// <summary>The changed text; it may be the source itself.</summary>
    AlignedText Apply(AlignedText source);
}
