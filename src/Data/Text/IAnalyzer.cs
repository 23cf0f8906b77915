namespace Bellwether.Data.Text;

/// <summary>Turns text into terms with positions and offsets. Stateless: safe to share between threads; never throws for any text.</summary>
public interface IAnalyzer
{
    /// <summary>What it does in one line: two analyzers with the same signature give the same terms. Stored with what was built from the terms.</summary>
    string Signature { get; }

    /// <summary>Hands every term of the text to the sink, in order.</summary>
    /// <param name="text">Any UTF-16, lone surrogates too.</param>
    /// <param name="sink">What takes the terms.</param>
    void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : ITermSink, allows ref struct;
}
