namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents of one segment that match a query, in rising order.</summary>
internal abstract class DocumentIterator
{
    public const int End = int.MaxValue;

    /// <summary>Where it stands; <see cref="End"/> after the last. It begins on its first document.</summary>
    public abstract int Document { get; }

    /// <summary>About how many documents there are: the rarest is asked first.</summary>
    public abstract long Cost { get; }

    /// <summary>Goes to the first document that is not below the target; stays where it is at one already.</summary>
    public abstract int Advance(int target);

    /// <summary>The score of the document it stands on.</summary>
    public abstract double Score();
}
