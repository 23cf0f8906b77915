namespace Bellwether.Data.Tables;

/// <summary>What a column of a table file holds.</summary>
public enum TableColumnKind
{
    /// <summary>Texts, and everything that is none of the others.</summary>
    Text,

    /// <summary>Numbers as doubles.</summary>
    Number,

    /// <summary>Whole numbers of up to 64 bits.</summary>
    Integer,

    /// <summary>Truth values.</summary>
    Boolean,

    /// <summary>Dates and times; without an offset in the file they are taken as UTC.</summary>
    Time,
}
