namespace Bellwether.Learning.TreeExchange;

/// <summary>An array while it is read: numbers as long as it holds nothing else.</summary>
internal sealed class FileArray
{
    private List<double>? _numbers;
    private List<object?>? _items;

    /// <summary>Adds a number.</summary>
    public void Add(double number)
    {
        if (_items is not null)
            _items.Add(number);
        else
            (_numbers ??= []).Add(number);
    }

    /// <summary>Adds any value.</summary>
    public void Add(object? item)
    {
        if (_items is null)
            (_items, _numbers) = (_numbers is null ? [] : [.. _numbers], null);
        _items.Add(item);
    }

    /// <summary>double[] or object?[].</summary>
    public object Take() => _items is not null ? _items.ToArray() : _numbers is not null ? _numbers.ToArray() : FileMembers.NoNumbers;
}
