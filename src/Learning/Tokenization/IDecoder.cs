namespace Bellwether.Learning.Tokenization;

/// <summary>A step on the way from tokens back to text.</summary>
internal interface IDecoder
{
    /// <summary>The changed tokens; joined, they are the text.</summary>
    List<string> Apply(List<string> tokens);
}
