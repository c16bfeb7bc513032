namespace FirstApplication;

/// <summary>The sensor: a board has a real one here, behind I2C or an ADC pin.</summary>
public class Thermometer
{
    private int _readCount;

    /// <summary>Tenths of a degree Celsius.</summary>
    public virtual int ReadTenths()
    {
        _readCount++;
        return 200 + (_readCount % 10);
    }
}
