import './theme.css';
import './elements/fs-app';
