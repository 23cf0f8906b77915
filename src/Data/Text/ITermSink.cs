namespace Bellwether.Data.Text;

/// <summary>Receives the terms of one text, in order. Implement it as a struct: calls are then direct.</summary>
public interface ITermSink
{
    /// <summary>One term.</summary>
    /// <param name="term">The normalized term; valid only during the call.</param>
    /// <param name="position">Counts words from 0, never falling. Words that were left out (stop words) leave a hole.</param>
    /// <param name="start">Where the term stands in the text, in UTF-16 code units.</param>
    /// <param name="length">How much of the text it stands for, in UTF-16 code units.</param>
    void Term(scoped ReadOnlySpan<char> term, int position, int start, int length);
}
