namespace Bellwether.Learning.Tokenization;

/// <summary>Divides pieces into smaller ones.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the parts of a piece.</summary>
    void Split(Piece piece, List<Piece> parts);
}
